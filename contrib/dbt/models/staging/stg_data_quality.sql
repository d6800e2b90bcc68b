{{ stage('data_quality') }}
