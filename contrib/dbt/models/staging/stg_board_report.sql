{{ stage('board_report') }}
